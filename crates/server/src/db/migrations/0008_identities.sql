-- Who signs in with a provider (OpenID Connect): what the provider calls them, which never changes, and whose account that is. An
-- account made so has an empty `password_hash` until a password is chosen.
CREATE TABLE identities (
    issuer  TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    account BLOB    NOT NULL REFERENCES accounts (id),
    created INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject),
    -- An address that its provider has given to somebody else leads nobody into the account of who had it before.
    UNIQUE (account, issuer)
) STRICT, WITHOUT ROWID;
