import type { Program } from "../resources/offline-preview";
import { type BootstrapSettings, readBootstrapSettings } from "./settings";

/** Where this program's stack files are. */
export const BOOTSTRAP_FOLDER = __dirname;

/** The bootstrap program, for the offline preview. */
export const BOOTSTRAP: Program<BootstrapSettings> = {
  readSettings: readBootstrapSettings,
  load: () => require("./index") as typeof import("./index"),
};
