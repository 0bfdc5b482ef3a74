-- Third-party calls and hand-offs (S2.3 to S2.6).

-- What becomes of the device that placed a call for another one to lead; STAYS for any other call.
alter table calls add column caller_part varchar(10) default 'STAYS' not null;

-- The leg whose place this one takes in a hand-off.
alter table legs add column replaces varchar(22);
-- Whether its device was asked to join, rather than having asked.
alter table legs add column invited boolean default false not null;

-- Where a party of a recording talks since the call was handed off; null until then.
alter table recording_parties add column at_leg_id varchar(22);
alter table recording_parties add column at_device_id varchar(36);
