import { apiClosed } from "./api-closed";
import { assetsBucket } from "./assets-bucket";
import { bffAnswers } from "./bff-answers";
import { bffUrlClosed } from "./bff-url-closed";
import { caa } from "./caa";
import { certificate } from "./certificate";
import type { VerifyCheck } from "./check";
import { dns } from "./dns";
import { rateLimit } from "./rate-limit";
import { redirect } from "./redirect";
import { securityHeaders } from "./security-headers";

/** In the order in which to put things right. */
export const checks: readonly VerifyCheck[] = [
  dns,
  caa,
  certificate,
  redirect,
  bffAnswers,
  securityHeaders,
  apiClosed,
  bffUrlClosed,
  assetsBucket,
  rateLimit,
];
