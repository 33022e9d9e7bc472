import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { policiesPage } from "./documentation";

writeFileSync(join(__dirname, "..", "docs", "policies.md"), policiesPage());
