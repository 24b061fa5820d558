-- The log is not kept for ever: effects up to a scope's floor are no longer there, and whoever was not beyond it reads the
-- records instead.
ALTER TABLE scopes ADD COLUMN floor INTEGER NOT NULL DEFAULT 0;

-- Without the reference to the log: for each effect removed, the database would look through all of them. `holdfast check`
-- looks after both.
CREATE TABLE log_records_alone (
    scope  BLOB    NOT NULL,
    record BLOB    NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (scope, record, seq)
) STRICT, WITHOUT ROWID;

INSERT INTO log_records_alone SELECT scope, record, seq FROM log_records;
DROP TABLE log_records;
ALTER TABLE log_records_alone RENAME TO log_records;

-- An invitation is told apart by an id of its own: neither its token nor the token's hash is told again.
CREATE TABLE invites_with_id (
    token_hash BLOB PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    scope      BLOB    NOT NULL REFERENCES scopes (id),
    role       TEXT    NOT NULL,
    created_by BLOB    NOT NULL REFERENCES accounts (id),
    expires    INTEGER NOT NULL,
    uses       INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

INSERT INTO invites_with_id (token_hash, id, scope, role, created_by, expires, uses)
SELECT token_hash, randomblob(16), scope, role, created_by, expires, uses FROM invites;

DROP TABLE invites;
ALTER TABLE invites_with_id RENAME TO invites;
CREATE INDEX invites_of_scope ON invites (scope);

-- Where an engagement came from that was read from a file, so that a second reading finds the first.
CREATE TABLE imports (
    scope  BLOB PRIMARY KEY REFERENCES scopes (id),
    -- The scope it was first exported from.
    origin BLOB NOT NULL,
    owner  BLOB NOT NULL REFERENCES accounts (id),
    UNIQUE (owner, origin)
) STRICT, WITHOUT ROWID;
