package dev.switchboard.recordings;

import dev.switchboard.calls.CallSettings;
import dev.switchboard.calls.DeviceNotices;
import dev.switchboard.calls.OngoingCall;
import dev.switchboard.calls.OngoingCalls;
import dev.switchboard.calls.Party;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.signalling.ServerMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Locale;
import java.util.Optional;

/** Tells terminals whether calls can be recorded (S4.1). */
@ApplicationScoped
@Transactional
public class AvailabilityNotices {
  @Inject private StorageMonitor monitor;
  @Inject private OngoingCalls calls;
  @Inject private DeviceNotices notices;
  @Inject private ReaderLanguage languages;
  @Inject private CallSettings node;

  /** Tells every device that is in a call whose media is on this node: there is news. */
  void tellAll() {
    calls.on(node.node()).forEach(this::tell);
  }

  /** Tells the devices of a call, which may have heard nothing since their sessions began. */
  void tell(OngoingCall call) {
    for (OngoingCall.Talker talker : call.legs()) {
      Party party = talker.party();
      DeviceId device = party.device();
      if (device != null) {
        Locale language = languages.of(Optional.ofNullable(party.account()));
        notices.tell(device, notice(monitor.availability(), language));
      }
    }
  }

  static ServerMessage.RecordingAvailability notice(Availability availability, Locale language) {
    return new ServerMessage.RecordingAvailability(
        0,
        availability == Availability.AVAILABLE,
        availability == Availability.AVAILABLE
            ? null
            : RecordingMessages.unavailable(availability, language));
  }
}
