-- The jobs that make one film of a recording's tracks: one row for each recording that somebody
-- wanted a film of. The film itself is one of the recording's files.

create table recording_films (
  recording_id varchar(22) not null primary key references recordings (id) on delete cascade,
  version bigint not null,
  state varchar(20) not null,
  -- Who asked for it last; null once that account is deleted.
  asked_by varchar(36),
  asked_at timestamp with time zone not null,
  -- How much of it is done, 0 to 100.
  percent integer not null,
  -- The node that makes it; null while none does.
  node varchar(60),
  -- When that node was last heard of.
  heartbeat timestamp with time zone,
  -- How often a node has begun to make it since it was asked for.
  claims integer not null,
  ended_at timestamp with time zone,
  -- Why it failed.
  fault varchar(30)
);

create index recording_films_state on recording_films (state, heartbeat);
