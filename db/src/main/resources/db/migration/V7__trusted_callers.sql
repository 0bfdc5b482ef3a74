-- Whose invitations a device answers by itself (S2.2): at first its owner's.

-- Whether it does at all.
alter table devices add column auto_answer boolean default true not null;

create table trusted_callers (
  device_id varchar(36) not null references devices (id) on delete cascade,
  account_id varchar(36) not null references accounts (id) on delete cascade,
  primary key (device_id, account_id)
);

create index trusted_callers_account on trusted_callers (account_id);

insert into trusted_callers (device_id, account_id) select id, account_id from devices;

-- Whether the device was to answer by itself.
alter table legs add column auto boolean default false not null;
