package dev.switchboard.calls;

import dev.switchboard.devices.Contacts;
import dev.switchboard.devices.DeviceEntry;
import dev.switchboard.devices.DeviceId;
import dev.switchboard.devices.DeviceLookUp;
import dev.switchboard.devices.LookUpResult;
import dev.switchboard.devices.SignedIn;
import dev.switchboard.signalling.ErrorCode;
import dev.switchboard.signalling.ServerMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looking a callee up (S1.3, S1.4). To be called outside of a transaction. */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
public class LookUps {
  @Inject private DeviceLookUp devices;
  @Inject private OpenLookUps open;
  @Inject private Contacts contacts;
  @Inject private CallSettings limits;

  /** What has become of a look-up. */
  public sealed interface Outcome {
    /**
     * A list is open.
     *
     * @param last the device of the list that the caller called last, if the callee is a contact
     * @param choose the time to choose, in seconds
     */
    record Opened(
        LookUpId id,
        ServerMessage.Party callee,
        List<ServerMessage.Device> devices,
        Optional<DeviceId> last,
        int choose)
        implements Outcome {}

    /** There is none, for a reason in the caller's language. */
    record Failed(ErrorCode code, String reason) implements Outcome {}
  }

  /**
   * Looks up whom the caller named; one who is not found is in the caller's history all the same.
   *
   * @param callee an account's name, a number in any spelling, or {@code name@server}
   */
  public Outcome lookUp(SignedIn caller, String callee) {
    Locale language = Terminals.language(caller);
    LookUpResult result = devices.find(caller.account(), caller.device(), callee);
    if (result instanceof LookUpResult.Found found) {
      LookUp list = open.open(caller, found.callee());
      return new Outcome.Opened(
          list.id(),
          list.calleeParty().toWire(),
          found.devices().stream().map(LookUps::entry).toList(),
          contacts.lastDevice(caller.account(), found.callee().account()),
          Math.toIntExact(limits.choose().toSeconds()));
    }
    if (result instanceof LookUpResult.Failed failed) {
      open.fail(caller, callee);
      return new Outcome.Failed(ErrorCode.LOOKUP_FAILED, failed.text(language));
    }
    return new Outcome.Failed(
        ErrorCode.TOO_MANY_REQUESTS, ((LookUpResult.TooMany) result).text(language));
  }

  private static ServerMessage.Device entry(DeviceEntry device) {
    return new ServerMessage.Device(
        device.id().value(), device.kind().code(), device.name(), device.presence().code());
  }
}
