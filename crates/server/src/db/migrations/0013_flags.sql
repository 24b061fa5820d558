-- What was turned off or on, by the flag's name: for everybody where the person is empty, else for that one alone. Names that
-- this build does not know are another's, and stay.
CREATE TABLE flags (
    flag   TEXT    NOT NULL,
    person BLOB    NOT NULL,
    state  INTEGER NOT NULL,
    PRIMARY KEY (flag, person)
) STRICT, WITHOUT ROWID;
