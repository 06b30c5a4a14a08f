export const signIn = {
  title: "Sign in",
  heading: "Who is on watch?",
  lead: "Halyard is a demo, so there are no passwords. Pick somebody to sign in as. Open a second browser as somebody else to see notifications cross over.",
  picker: {
    signingIn: "Signing in",
    refused: "Signing in did not work. Try again in a moment.",
    unreachable: "The server cannot be reached. Check your connection and try again.",
  },
};

export type SignInTexts = typeof signIn;
