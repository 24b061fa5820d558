-- What an account is shown of its sessions. The id is random and of its own: neither the token nor its hash is told.
CREATE TABLE sessions_with_id (
    -- SHA-256 of the token: whoever reads the database cannot sign in with it.
    token_hash BLOB PRIMARY KEY,
    account    BLOB    NOT NULL REFERENCES accounts (id),
    id         BLOB    NOT NULL,
    created    INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL,
    expires    INTEGER NOT NULL,
    -- Whether the cookie outlives the browser.
    remember   INTEGER NOT NULL,
    -- What the browser calls itself; empty where it has not said so.
    user_agent TEXT    NOT NULL,
    UNIQUE (account, id)
) STRICT, WITHOUT ROWID;

INSERT INTO sessions_with_id (token_hash, account, id, created, last_seen, expires, remember, user_agent)
SELECT token_hash, account, randomblob(16), created, last_seen, expires, remember, '' FROM sessions;

DROP TABLE sessions;
ALTER TABLE sessions_with_id RENAME TO sessions;
CREATE INDEX sessions_by_end ON sessions (expires);
