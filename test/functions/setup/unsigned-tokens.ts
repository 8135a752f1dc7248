import process from "node:process";

/** Imported before the functions, which then believe unsigned tokens, as they do in the functions emulator. */
process.env.FIREBASE_DEBUG_MODE = "true";
process.env.FIREBASE_DEBUG_FEATURES = JSON.stringify({ skipTokenVerification: true });
