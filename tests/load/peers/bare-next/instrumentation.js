// Without one of its own, Turbopack takes that of a folder above.
export function register() {}
