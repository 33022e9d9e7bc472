import { isPrivateRange, overlaps, parseRange, type Range } from "./addresses";
import { isHidden, text } from "./reading";

/** What is known of where the database is: names and addresses it answers to, and ranges it may have one from. */
export interface Whereabouts {
  names: readonly string[];
  ranges: readonly Range[];
}

/** Words before a name that leave it the one database of an application. */
const OWN = "(?:SQLALCHEMY_|PRISMA_|DJANGO_|SPRING_|TYPEORM_|SEQUELIZE_|APP_|API_|BFF_|MAIN_|PRIMARY_)?";
const DATABASE = "(?:DB|DATABASE|DATASOURCE|SQL|CLOUD_?SQL|POSTGRES(?:QL)?|PG)";
const PLACE =
  "(?:HOST(?:_?NAME|_?ADDR)?|SERVER|ADDR(?:ESS)?|IP(?:_?ADDRESS)?|ENDPOINT|(?:UNIX_)?SOCKET|URL|URI|DSN|CONN(?:ECTION)?_(?:NAME|STR(?:ING)?|URL|URI))";
const LOGIN = "(?:PASS|PASSWORD|PASSWD|PASSFILE|PWD|CREDENTIALS?)";
const OWN_PLACE = new RegExp(
  `^(?:${OWN}${DATABASE}_?(?:(?:PRIVATE|INTERNAL|READ|WRITE|POOLED|DIRECT)_)?${PLACE}|TYPEORM_(?:HOST|URL)|INSTANCE_(?:HOST|CONNECTION_NAME|UNIX_SOCKET))$`,
);
const OWN_LOGIN = new RegExp(`^${OWN}${DATABASE}_?(?:USER_)?${LOGIN}$`);
const ANY_DATABASE = new RegExp(`(?:^|_)${DATABASE}(?:_|$)|^PGHOST`);
/** Other things an application connects to, on private addresses too. */
const OTHER_ENGINE = /REDIS|VALKEY|MEMCACHE|CACHE|MONGO|MYSQL|MARIADB|ELASTIC|OPENSEARCH|FIRESTORE|RABBIT|QUEUE/;

/** `dbHost`, `db-host` -> `DB_HOST`. */
function spelled(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/-/g, "_")
    .toUpperCase();
}

/** Whether a variable or secret is by name a way into *the* database: `DB_PASSWORD`, not `ANALYTICS_DB_PASSWORD`. */
export function isOwnDatabase(name: string): boolean {
  return OWN_PLACE.test(spelled(name)) || OWN_LOGIN.test(spelled(name));
}

/**
 * Whether a plain variable says where the database is. Its value decides, where it is known: a private address, a name
 * of Cloud SQL, a PostgreSQL URL. A variable that is by name about the one database of the application counts whatever
 * its value; one about another database (`ANALYTICS_DB_HOST`) counts unless it names a host of the internet.
 */
export function locatesDatabase(name: string, value: unknown, where: Whereabouts): boolean {
  const own = OWN_PLACE.test(spelled(name));
  if (isHidden(value)) return own;
  const known = text(value);
  if (known === undefined) return false;
  if (CLOUD_SQL.test(known) || where.names.some((each) => mentions(known, each))) return true;
  const host = hostIn(known);
  const postgres = POSTGRES_URL.test(known) || KEYWORDS.test(known);
  if (postgres) return own || !isOfTheInternet(host);
  if (own) return !OTHER_URL.test(known);
  const address = parseRange(host);
  if (!address || !isPrivateRange(host) || OTHER_ENGINE.test(spelled(name))) return false;
  return (
    ANY_DATABASE.test(spelled(name)) || /:5432\b/.test(known) || where.ranges.some((range) => overlaps(range, address))
  );
}

/** A PostgreSQL URL that holds a password. */
export function holdsPassword(value: unknown): boolean {
  return /^(?:jdbc:)?postgres(?:ql)?(?:\+\w+)?:\/\/[^/@]*:[^/@]+@|\bpassword=/i.test(text(value) ?? "");
}

/** The Cloud SQL proxy, by the names of its image. */
export function isCloudSqlProxy(image: unknown): boolean {
  return /cloud-?sql-(?:proxy|docker)/i.test(text(image) ?? "");
}

/** A socket of Cloud SQL's, `project:region:instance`, or the name it gives an instance in DNS. */
const CLOUD_SQL = /\/cloudsql\/|(?:^|[\s=/])[a-z][\w.:-]*:[a-z]+-[a-z]+\d+:[a-z][a-z0-9-]*$|\.sql\.goog\b/;
const POSTGRES_URL = /^(?:jdbc:)?postgres(?:ql)?(?:\+\w+)?:\/\//i;
/** As libpq takes them: `host=10.0.0.3 dbname=app`. */
const KEYWORDS = /\bhost(?:addr)?=\S+.*\bdbname=|\bdbname=.*\bhost(?:addr)?=\S+/i;
const OTHER_URL = /^(?:file|sqlite3?|https?|mysql2?|mariadb|mongodb|redis|rediss|mssql|libsql)(?:\+\w+)?:/i;

function mentions(value: string, name: string): boolean {
  const at = value.indexOf(name);
  return at >= 0 && !/[\w-]/.test(value[at - 1] ?? "") && !/^[\w-]|^\.\w/.test(value.slice(at + name.length));
}

/** The host in a URL, in keywords or before a port. */
function hostIn(value: string): string {
  const keyword = /\bhost(?:addr)?=['"]?([^\s'"]+)/i.exec(value)?.[1];
  const authority = /^[\w:+]*:\/\/(?:[^/@]*@)?\[?([^/?#\]]*)/.exec(value)?.[1];
  return (keyword ?? authority ?? value).trim().replace(/:\d+$/, "").replace(/\.$/, "");
}

/** A full name or an address that everyone can look up: the database, which has a private address only, has none. */
function isOfTheInternet(host: string): boolean {
  if (parseRange(host)) return !isPrivateRange(host);
  return /\.[a-z]{2,}$/i.test(host) && !/\.(?:internal|local|localdomain|lan|corp|home|private|intranet)$/i.test(host);
}
