-- Links by which a person sets a new password without knowing the old one, made by whoever runs the server. An account has
-- at most one: a new one takes the place of the one before. One that was used stays, so that whoever follows it again is told.
CREATE TABLE password_resets (
    account    BLOB    PRIMARY KEY REFERENCES accounts (id),
    -- SHA-256 of the token: whoever reads the database cannot follow the link.
    token_hash BLOB    NOT NULL UNIQUE,
    expires    INTEGER NOT NULL,
    used       INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

-- A session that is not to be remembered lasts 12 hours without use, and no longer as long as any: also one that is there.
UPDATE sessions SET expires = min(expires, last_seen + 43200000) WHERE remember = 0;
