// Loaded into every Node.js process that is measured: notes the most memory it ever held.
const { appendFileSync } = require("node:fs");
process.on("exit", () => appendFileSync(process.env.PEAK_FILE, `${process.resourceUsage().maxRSS}\n`));
