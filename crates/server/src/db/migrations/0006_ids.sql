-- No scope takes an id that another has: a reader of both holds records by id alone.
CREATE INDEX records_by_id ON records (id);
