/** Two soft notes, a fifth apart. Hertz and seconds. */
const NOTES = [
  { pitch: 587.33, at: 0 },
  { pitch: 880, at: 0.11 },
];
const ATTACK = 0.012;
const LENGTH = 0.5;
const LOUDNESS = 0.09;
/** A browser that allows it later than this has missed the moment. */
const LATE_MS = 500;

/** Plays a short sound. Stays silent where the browser refuses, as it does before somebody has used the page. */
export function playChime(): void {
  play().catch(() => {});
}

async function play(): Promise<void> {
  if (!navigator.userActivation.hasBeenActive) return;
  const context = new AudioContext();
  try {
    const asked = Date.now();
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, LATE_MS))]);
    if (context.state !== "running" || Date.now() - asked > LATE_MS) return;
    await Promise.all(NOTES.map(({ pitch, at }) => playNote(context, pitch, context.currentTime + at)));
  } finally {
    await context.close();
  }
}

function playNote(context: AudioContext, pitch: number, start: number): Promise<void> {
  const oscillator = new OscillatorNode(context, { type: "sine", frequency: pitch });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(LOUDNESS, start + ATTACK);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH);
  oscillator.connect(volume).connect(context.destination);
  return new Promise((resolve) => {
    oscillator.addEventListener("ended", () => resolve());
    oscillator.start(start);
    oscillator.stop(start + LENGTH);
  });
}
