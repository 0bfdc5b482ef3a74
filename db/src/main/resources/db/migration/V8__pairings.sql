-- TVs that wait for a signed-in phone to confirm them (S2.1, RFC 8628), and the logins that come of it.
create table pairings (
  device_code_hash varchar(43) not null primary key,
  version bigint not null,
  user_code_hash varchar(43) not null,
  -- What the phone is shown of the TV: its kind, its browser, and the network that it asks from.
  kind varchar(10) not null,
  browser varchar(80) not null,
  network varchar(60) not null,
  expires_at timestamp with time zone not null,
  -- How long the TV has to wait between two polls, and when it polled last.
  poll_seconds integer not null,
  polled_at timestamp with time zone,
  -- Who has confirmed it, and under which name; null until then.
  account_id varchar(36) references accounts (id) on delete cascade,
  device_name varchar(80),
  constraint pairings_user_code unique (user_code_hash)
);

create index pairings_account on pairings (account_id);
create index pairings_expiry on pairings (expires_at);

-- A paired device has no keyboard: its login lasts as long as its browser keeps the cookie.
alter table login_sessions add column paired boolean default false not null;
