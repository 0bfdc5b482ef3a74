package dev.switchboard.devices;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.accounts.PhoneNumber;

/** An account that may be called, as its caller sees it. */
public record Callee(AccountId account, String name, PhoneNumber number) {}
