-- How the media of each leg was doing, as long as its call is kept: a row for each direction every
-- ten seconds, later every minute.

create table quality_samples (
  id varchar(22) not null primary key,
  call_id varchar(22) not null references calls (id) on delete cascade,
  leg_id varchar(22) not null,
  -- UP: what the leg sent. DOWN: what it was sent.
  direction varchar(4) not null,
  sampled_from timestamp with time zone not null,
  sampled_until timestamp with time zone not null,
  -- bit/s
  bitrate bigint not null,
  -- 0 to 1
  loss double precision not null,
  unrecovered double precision not null,
  -- ms; null while unknown
  jitter double precision not null,
  round_trip double precision,
  frames_per_second double precision not null,
  freezes integer not null,
  frozen_millis double precision not null,
  -- 1 to 4.5; null without sound
  mos double precision
);

create index quality_samples_leg on quality_samples (leg_id, sampled_until);
create index quality_samples_call on quality_samples (call_id);
