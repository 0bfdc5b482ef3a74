-- Recordings of calls, who was asked for consent and what they said, and the files. Names are
-- copied and nothing refers to calls, accounts or devices by foreign key, so that a recording, and
-- the proof that it was consented to, outlive them.

create table recordings (
  id varchar(22) not null primary key,
  version bigint not null,
  call_id varchar(22) not null,
  -- The node that holds the call's media, and so the spool.
  node varchar(60) not null,
  state varchar(20) not null,
  mode varchar(10) not null,
  -- Whether pictures are copied, too.
  video boolean not null,
  requested_at timestamp with time zone not null,
  started_at timestamp with time zone,
  ended_at timestamp with time zone,
  ready_at timestamp with time zone,
  -- When somebody must look at this recording at the latest; null when there is nothing to do.
  deadline timestamp with time zone,
  -- Why it was refused, ended or failed.
  outcome varchar(30),
  -- The position of the party that stopped it.
  ended_by integer,
  -- The folder on the node's disk into which the media engine writes.
  spool varchar(1000) not null,
  -- The folder or bucket that holds the files once it is ready.
  location varchar(1000),
  -- Whether the files are known: they have been written to their end.
  complete boolean not null,
  length_millis bigint not null,
  bytes bigint not null,
  -- How often its files could not be brought to the storage.
  attempts integer not null,
  -- Whether who asked for it has been shown that it is ready.
  seen boolean not null,
  -- When it is deleted; null: never.
  expires_at timestamp with time zone,
  -- The number of changes so far, and so the number of the last event.
  changes bigint not null
);

create index recordings_call on recordings (call_id, state);
create index recordings_deadline on recordings (deadline);
create index recordings_node on recordings (node, state);

-- The consent log: one row for each party of the call when the recording was asked for.
create table recording_parties (
  id varchar(22) not null primary key,
  version bigint not null,
  recording_id varchar(22) not null references recordings (id) on delete cascade,
  position integer not null,
  leg_id varchar(22) not null,
  account_id varchar(36),
  account_name varchar(200) not null,
  account_number varchar(20),
  device_id varchar(36) not null,
  device_kind varchar(20),
  device_name varchar(200),
  -- Who asked for the recording.
  requester boolean not null,
  -- The track of this party; null if it is not recorded.
  track varchar(40),
  consent varchar(20) not null,
  asked_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  withdrawn_at timestamp with time zone
);

create unique index recording_parties_recording on recording_parties (recording_id, position);
create index recording_parties_account on recording_parties (account_id);
create index recording_parties_device on recording_parties (device_id);

create table recording_files (
  id varchar(22) not null primary key,
  version bigint not null,
  recording_id varchar(22) not null references recordings (id) on delete cascade,
  name varchar(80) not null,
  media_type varchar(80) not null,
  -- The party's track; null for the manifest, which is about all of them.
  track varchar(40),
  segment integer not null,
  -- Since the recording began.
  start_millis bigint not null,
  length_millis bigint not null,
  bytes bigint not null,
  audio boolean not null,
  video boolean not null,
  -- SHA-256 in 64 hexadecimal digits, taken when it was brought to the storage.
  check_sum varchar(64)
);

create unique index recording_files_name on recording_files (recording_id, name);
