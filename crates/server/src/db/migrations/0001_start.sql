-- The data is kind-blind: what a record is stands in its body, and core alone reads that. The one kind the database itself
-- knows is the membership, whose roles it keeps in `members` so that access is one look-up.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A scope and the last number given out in it.
CREATE TABLE scopes (
    id   BLOB PRIMARY KEY,
    head INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Ids are made by clients: one taken in a scope says nothing of any other.
CREATE TABLE records (
    scope BLOB NOT NULL REFERENCES scopes (id),
    id    BLOB NOT NULL,
    kind  TEXT NOT NULL,
    body  TEXT NOT NULL,
    PRIMARY KEY (scope, id)
) STRICT, WITHOUT ROWID;

-- Effects, clustered in the order readers ask for them.
CREATE TABLE log (
    scope BLOB    NOT NULL REFERENCES scopes (id),
    seq   INTEGER NOT NULL,
    op_id BLOB    NOT NULL,
    body  TEXT    NOT NULL,
    PRIMARY KEY (scope, seq)
) STRICT, WITHOUT ROWID;

-- The first answer to each operation, for its repeats.
CREATE TABLE operations (
    op_id   BLOB PRIMARY KEY,
    sender  BLOB    NOT NULL,
    outcome TEXT    NOT NULL,
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Derived from the membership records, in the transaction that writes them.
CREATE TABLE members (
    person BLOB NOT NULL,
    scope  BLOB NOT NULL REFERENCES scopes (id),
    role   TEXT NOT NULL,
    PRIMARY KEY (person, scope)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_of_scope ON members (scope);

CREATE TABLE accounts (
    id            BLOB PRIMARY KEY,
    email         TEXT    NOT NULL,
    -- The address in lower case: what makes it one address.
    email_key     TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    password_hash TEXT    NOT NULL,
    created       INTEGER NOT NULL
) STRICT;

-- Which account a client database belongs to: its number is on every effect, and another account must not use it to make
-- that client believe that its own operations are done.
CREATE TABLE clients (
    id      BLOB PRIMARY KEY,
    account BLOB NOT NULL REFERENCES accounts (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    -- SHA-256 of the token: whoever reads the database cannot sign in with it.
    token_hash BLOB PRIMARY KEY,
    account    BLOB    NOT NULL REFERENCES accounts (id),
    created    INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    expires    INTEGER NOT NULL,
    -- Whether the cookie outlives the browser.
    remember   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_end ON sessions (expires);

CREATE TABLE invites (
    token_hash BLOB PRIMARY KEY,
    scope      BLOB    NOT NULL REFERENCES scopes (id),
    role       TEXT    NOT NULL,
    created_by BLOB    NOT NULL REFERENCES accounts (id),
    expires    INTEGER NOT NULL,
    uses       INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
