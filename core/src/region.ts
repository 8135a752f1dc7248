/** Where functions run: named once for functions, web and tools (firebase.json's rewrite repeats it by necessity). */
export const REGION = "asia-southeast1";
