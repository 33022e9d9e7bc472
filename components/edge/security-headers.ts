/**
 * Headers on every answer of the balancer. https://owasp.org/www-project-secure-headers/
 * No Content-Security-Policy: only the application knows what its pages load.
 */
export const SECURITY_HEADERS = [
  "Strict-Transport-Security: max-age=31536000; includeSubDomains",
  "X-Content-Type-Options: nosniff",
  "X-Frame-Options: DENY",
  "Referrer-Policy: strict-origin-when-cross-origin",
  "Permissions-Policy: camera=(), geolocation=(), microphone=()",
];
