/** As long as a message may be: 2,000 characters, eight kilobytes in UTF-8. A thousand are more than any kernel holds for a connection. */
export const LONG_MESSAGE = "🔔".repeat(2_000);
export const LONG_MESSAGE_BYTES = Buffer.byteLength(LONG_MESSAGE);
