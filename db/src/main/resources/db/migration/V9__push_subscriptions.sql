-- Web Push (RFC 8030): by which a device is woken while its page is closed.

create table push_subscriptions (
  device_id varchar(36) not null primary key references devices (id) on delete cascade,
  version bigint not null,
  endpoint varchar(2000) not null,
  -- A browser has one endpoint, whichever account is signed in there.
  endpoint_hash varchar(43) not null,
  -- The browser's public key and its secret (RFC 8291), in base64url.
  public_key varchar(87) not null,
  auth_secret varchar(22) not null,
  subscribed_at timestamp with time zone not null,
  constraint push_subscriptions_endpoint unique (endpoint_hash)
);

-- The key by which push services know this server (RFC 8292): one row, which whichever node needs
-- it first makes. Subscriptions are bound to it, and so it lives and is backed up beside them.
create table push_server_keys (
  id integer not null primary key,
  private_key varchar(400) not null,
  public_key varchar(400) not null
);

-- Whether the device was not connected when it was invited, and was woken.
alter table legs add column woken boolean default false not null;
