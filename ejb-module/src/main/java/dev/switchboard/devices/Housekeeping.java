package dev.switchboard.devices;

import dev.switchboard.accounts.Attempts;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;

/** Once in an hour, ends what nobody uses any more; every node does, which does no harm. */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Housekeeping {
  @Inject private Logins logins;
  @Inject private Pairings pairings;
  @Inject private Attempts attempts;

  @Schedule(hour = "*", minute = "17", persistent = false)
  void sweep() {
    logins.endExpired();
    pairings.forgetExpired();
    attempts.forgetOld();
  }
}
