package dev.switchboard.calls;

import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.push.PushMessage;
import dev.switchboard.devices.push.PushQueue;
import dev.switchboard.signalling.SignallingCodec;
import dev.switchboard.signalling.WakeUp;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/**
 * Has devices rung whose page is closed, and their notifications taken back. Both are pushed under
 * the call's id as topic: of a call that is over before the invitation was delivered, the device
 * hears only that it missed it.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.MANDATORY)
public class WakeUps {
  /** A device that was out of reach learns this late that it still shows what is over. */
  private static final Duration NEWS_OF_THE_END = Duration.ofDays(1);

  private final SignallingCodec codec = new SignallingCodec();

  @Inject private PushQueue queue;
  @Inject private CallSettings limits;
  @Inject private Clock clock;

  /** The device is to ring for the call. */
  void ring(Call call, Leg leg, DeviceId device, Locale language) {
    push(call, device, CallViews.wakeUp(call, leg, limits, language), limits.ring());
  }

  /** There is nothing to answer any more. */
  void stop(Call call, Leg leg, DeviceId device, Locale language) {
    push(call, device, CallViews.wakeUpOver(call, leg, language), NEWS_OF_THE_END);
  }

  private void push(Call call, DeviceId device, WakeUp what, Duration life) {
    queue.send(
        new PushMessage(device, call.id().value(), clock.instant().plus(life), codec.encode(what)));
  }
}
