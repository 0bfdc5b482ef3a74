-- Accounts and devices (S1.1 to S1.4, contacts of S1.10). Runs on H2 and PostgreSQL.
-- Ids are 128 random bits in 22 characters; hashes of tokens and keys have 43.

create table accounts (
  id varchar(36) not null primary key,
  version bigint not null,
  name varchar(32) not null,
  -- The name in lower case: names that differ in case only are the same.
  name_key varchar(32) not null,
  -- E.164
  number varchar(16) not null,
  number_confirmed boolean not null,
  password_hash varchar(200) not null,
  -- Until when a temporary password lets in; null when the password is the owner's choice.
  temporary_until timestamp with time zone,
  role varchar(10) not null,
  visibility varchar(10) not null,
  language varchar(8) not null,
  enabled boolean not null,
  registered_at timestamp with time zone not null,
  constraint accounts_name unique (name_key),
  constraint accounts_number unique (number)
);

create table set_up_tokens (
  token_hash varchar(43) not null primary key,
  made_at timestamp with time zone not null
);

-- The code that was sent to an account's number to confirm it.
create table confirmation_codes (
  account_id varchar(36) not null primary key references accounts (id) on delete cascade,
  code_hash varchar(43) not null,
  expires_at timestamp with time zone not null
);

create table blocked_callers (
  owner_id varchar(36) not null references accounts (id) on delete cascade,
  caller_id varchar(36) not null references accounts (id) on delete cascade,
  primary key (owner_id, caller_id)
);

create index blocked_callers_caller on blocked_callers (caller_id);

-- Attempts at what may not be tried too often, for lock-outs and rate limits.
create table attempts (
  id varchar(36) not null primary key,
  kind varchar(20) not null,
  subject varchar(200) not null,
  made_at timestamp with time zone not null
);

create index attempts_subject on attempts (kind, subject, made_at);
create index attempts_made_at on attempts (made_at);

create table devices (
  id varchar(36) not null primary key,
  version bigint not null,
  account_id varchar(36) not null references accounts (id) on delete cascade,
  key_hash varchar(43) not null,
  kind varchar(10) not null,
  name varchar(80) not null,
  call_waiting boolean not null,
  -- Reachable by Web Push while it is not connected.
  wakeable boolean not null,
  -- What its calls do with it, derived from device_calls.
  activity varchar(10) not null,
  -- The node and the session that make it online; null while it is not connected.
  connected_node varchar(60),
  connected_session varchar(64),
  first_login timestamp with time zone not null,
  last_login timestamp with time zone not null,
  last_seen timestamp with time zone not null,
  constraint devices_key unique (account_id, key_hash)
);

create index devices_key_hash on devices (key_hash);
create index devices_node on devices (connected_node);

-- Which calls have taken a device.
create table device_calls (
  device_id varchar(36) not null references devices (id) on delete cascade,
  call_id varchar(36) not null,
  activity varchar(10) not null,
  primary key (device_id, call_id)
);

create table login_sessions (
  token_hash varchar(43) not null primary key,
  account_id varchar(36) not null references accounts (id) on delete cascade,
  device_id varchar(36) not null references devices (id) on delete cascade,
  made_at timestamp with time zone not null,
  last_used timestamp with time zone not null,
  expires_at timestamp with time zone not null
);

create index login_sessions_account on login_sessions (account_id);
create index login_sessions_device on login_sessions (device_id);
create index login_sessions_expiry on login_sessions (expires_at);

create table contacts (
  id varchar(36) not null primary key,
  version bigint not null,
  owner_id varchar(36) not null references accounts (id) on delete cascade,
  account_id varchar(36) not null references accounts (id) on delete cascade,
  -- What the owner calls the contact; null for the account's own name.
  label varchar(60),
  favourite boolean not null,
  -- The device called last; no reference, since it may be removed.
  last_device_id varchar(36),
  constraint contacts_account unique (owner_id, account_id)
);

create index contacts_account_id on contacts (account_id);
