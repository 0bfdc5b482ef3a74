-- Calls, their legs, and open look-ups. Names and numbers are copied into the legs, and nothing
-- refers to accounts or devices by foreign key, so that a history outlives both (S1.10).

create table calls (
  id varchar(22) not null primary key,
  version bigint not null,
  state varchar(20) not null,
  -- The node that holds the call's media.
  node varchar(60) not null,
  any_device boolean not null,
  placed_at timestamp with time zone not null,
  ringing_at timestamp with time zone,
  answered_at timestamp with time zone,
  connected_at timestamp with time zone,
  ended_at timestamp with time zone,
  -- When somebody must look at this call at the latest; null when no limit runs.
  deadline timestamp with time zone,
  cause varchar(30),
  ended_by varchar(10),
  -- The number of changes so far, and so the sequence number of the last event.
  sequence bigint not null
);

create index calls_deadline on calls (deadline);
create index calls_node_state on calls (node, state);

create table legs (
  id varchar(22) not null primary key,
  version bigint not null,
  call_id varchar(22) not null references calls (id) on delete cascade,
  position integer not null,
  role varchar(20) not null,
  state varchar(20) not null,
  account_id varchar(36),
  account_name varchar(200) not null,
  account_number varchar(20),
  device_id varchar(36),
  device_kind varchar(20),
  device_name varchar(200),
  joined_at timestamp with time zone,
  ended_at timestamp with time zone,
  deadline timestamp with time zone,
  cause varchar(30),
  media_up boolean not null,
  media_lost_at timestamp with time zone,
  signalling_lost_at timestamp with time zone,
  -- Whether this leg stands for its party in the history: one leg of each party does.
  listed boolean not null,
  -- A missed call that its party has not seen yet.
  missed boolean not null
);

create unique index legs_call on legs (call_id, position);
create index legs_account on legs (account_id, listed);
create index legs_device on legs (device_id, state);

create table look_ups (
  id varchar(22) not null primary key,
  caller_account varchar(36) not null,
  caller_device varchar(36) not null,
  callee_account varchar(36) not null,
  callee_name varchar(200) not null,
  callee_number varchar(20),
  deadline timestamp with time zone not null
);

create index look_ups_callee on look_ups (callee_account);
create index look_ups_caller on look_ups (caller_device);
create index look_ups_deadline on look_ups (deadline);
