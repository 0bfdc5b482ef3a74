-- The key by which links to recordings are signed: one row, which whichever node signs first makes.
create table recording_link_keys (
  id integer not null primary key,
  key_text varchar(43) not null
);

-- When its owner or the retention time had it deleted: its files went, its parties' consents stay.
alter table recordings add column deleted_at timestamp with time zone;

create index recordings_expiry on recordings (expires_at);
