import type { PulumiFn } from "@pulumi/pulumi/automation";

import piloto = require("../../index");

/** The repository's program, to run in this process. */
export const program: PulumiFn = piloto;
