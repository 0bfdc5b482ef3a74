package dev.switchboard.calls;

import dev.switchboard.accounts.AccountId;
import dev.switchboard.devices.DeviceEntry;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.Devices;
import dev.switchboard.devices.Presence;
import dev.switchboard.signalling.ServerMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Tells the devices of an account which calls they may take over from its others (S2.6). */
@ApplicationScoped
@Transactional
public class ElsewhereNotices {
  @Inject private CallStore store;
  @Inject private Devices devices;
  @Inject private DeviceNotices notices;

  /** A call in which the account has a part has begun or ended there, or moved. */
  void tell(AccountId account) {
    List<DeviceEntry> all = devices.list(account);
    if (all.size() > 1) {
      List<Call> calls = store.talking(account);
      all.stream()
          .filter(device -> device.presence() != Presence.OFFLINE)
          .forEach(device -> notices.tell(device.id(), of(account, device.id(), calls)));
    }
  }

  /** What a device may take over now. */
  ServerMessage.Elsewhere of(AccountId account, DeviceId reader) {
    return of(account, reader, store.talking(account));
  }

  private static ServerMessage.Elsewhere of(AccountId account, DeviceId reader, List<Call> calls) {
    return new ServerMessage.Elsewhere(
        0,
        calls.stream()
            .filter(call -> call.legs().stream().noneMatch(leg -> leg.isLive() && leg.isAt(reader)))
            .flatMap(call -> entry(call, account).stream())
            .toList());
  }

  private static Optional<ServerMessage.ElsewhereCall> entry(Call call, AccountId account) {
    return call.legs().stream()
        .filter(leg -> leg.state() == LegState.CONNECTED)
        .filter(leg -> leg.account().filter(account::equals).isPresent())
        // The one that taking the call over replaces.
        .reduce((first, last) -> last)
        .map(leg -> entry(call, leg));
  }

  private static ServerMessage.ElsewhereCall entry(Call call, Leg leg) {
    return new ServerMessage.ElsewhereCall(
        call.id().value(),
        CallViews.peer(call, leg).toWire(),
        Objects.requireNonNull(leg.party().toWire().device()),
        call.connectedAt().orElse(null));
  }
}
