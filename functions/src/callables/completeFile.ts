import { completeFile as checkFile } from "../store/files.ts";
import { validatedOnCall } from "./validated-on-call.ts";

/** Checks an uploaded file's content and keeps it. Safe to repeat: a kept file stays as it is. */
export const completeFile = validatedOnCall("completeFile", checkFile, { memory: "512MiB" });
