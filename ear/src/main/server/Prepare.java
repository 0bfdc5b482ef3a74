import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs before the server: checks that it can start and makes, once, what is secret. Says one clear
 * line and exits with 1 when something is in the way.
 *
 * <p>usage: java Prepare.java DATA
 */
class Prepare {
  private static final long SPACE_NEEDED = 200L << 20; // bytes: journals, log and a small database
  private static final Map<String, String> ENV = System.getenv();

  private final Path data;
  private final Path keys;

  Prepare(Path data) {
    this.data = data;
    this.keys = data.resolve("keys");
  }

  public static void main(String[] arguments) {
    try {
      new Prepare(Path.of(arguments[0]).toAbsolutePath()).run();
    } catch (CannotStart e) {
      System.err.println(e.getMessage());
      System.exit(1);
    } catch (IOException | InterruptedException e) {
      System.err.println("Switchboard can't write its data folder: " + e.getMessage());
      System.exit(1);
    }
  }

  private void run() throws IOException, InterruptedException {
    checkNode();
    makeFolders();
    checkSpace();
    checkPorts();
    makeKeyStore();
    makeIntegrationUser();
  }

  /** The server's transactions refuse longer names before the application could say so. */
  private void checkNode() {
    String node = ENV.getOrDefault("SWITCHBOARD_NODE", "").strip();
    if (!node.matches("[A-Za-z0-9.-]{0,23}")) {
      throw new CannotStart(
          "SWITCHBOARD_NODE must be 1 to 23 letters, digits, dots or dashes: " + node);
    }
  }

  private void makeFolders() throws IOException {
    Files.createDirectories(data);
    for (String name : List.of("keys", "database", "recordings", "server")) {
      Files.createDirectories(data.resolve(name));
    }
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwx------"));
  }

  private void checkSpace() throws IOException {
    long free = Files.getFileStore(data).getUsableSpace();
    if (free < SPACE_NEEDED) {
      throw new CannotStart(
          "The disk under %s has %d MiB free and Switchboard needs %d: free some, or set SWITCHBOARD_DATA to a folder elsewhere."
              .formatted(data, free >> 20, SPACE_NEEDED >> 20));
    }
  }

  private void checkPorts() {
    String bind = ENV.getOrDefault("SWITCHBOARD_BIND", "0.0.0.0");
    checkTcp(bind, "SWITCHBOARD_HTTP_PORT", 8080);
    checkTcp(bind, "SWITCHBOARD_HTTPS_PORT", 8443);
    checkTcp("127.0.0.1", "SWITCHBOARD_MANAGEMENT_PORT", 9990);
    checkTcp(ENV.getOrDefault("SWITCHBOARD_JMS_BIND", "127.0.0.1"), "SWITCHBOARD_JMS_PORT", 61616);
    checkTcp("127.0.0.1", "SWITCHBOARD_RECOVERY_PORT", 4712);
    checkTcp("127.0.0.1", "SWITCHBOARD_STATUS_PORT", 4713);
    int first = port("SWITCHBOARD_MEDIA_PORT", 10000);
    int loops = port("SWITCHBOARD_MEDIA_LOOPS", Runtime.getRuntime().availableProcessors());
    boolean tcp = !ENV.getOrDefault("SWITCHBOARD_MEDIA_TCP", "").strip().equals("false");
    for (int port = first; port < first + loops; port++) {
      try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(port))) {
        socket.getLocalPort();
      } catch (IOException e) {
        throw taken(port, "SWITCHBOARD_MEDIA_PORT");
      }
      if (tcp) {
        checkFree("0.0.0.0", port, "SWITCHBOARD_MEDIA_PORT");
      }
    }
  }

  private static void checkTcp(String address, String setting, int fallback) {
    checkFree(address, port(setting, fallback), setting);
  }

  private static void checkFree(String address, int port, String setting) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
    } catch (IOException e) {
      throw taken(port, setting);
    }
  }

  private static CannotStart taken(int port, String setting) {
    return new CannotStart(
        "Port %d is taken by another program: stop that, or set %s to a free port."
            .formatted(port, setting));
  }

  private static int port(String setting, int fallback) {
    String value = ENV.get(setting);
    try {
      return value == null || value.isBlank() ? fallback : Integer.parseInt(value.trim());
    } catch (NumberFormatException e) {
      throw new CannotStart("%s must be a number, and is \"%s\".".formatted(setting, value));
    }
  }

  /** The certificate of HTTPS: cameras need a secure origin on anything but localhost. */
  private void makeKeyStore() throws IOException, InterruptedException {
    Path store = keys.resolve("https.p12");
    if (Files.exists(store)) {
      return;
    }
    String password = secret();
    writeSecret(keys.resolve("https.password"), password);
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "switchboard", "-keyalg", "EC", "-groupname", "secp256r1",
                "-sigalg", "SHA256withECDSA", "-validity", "820", "-dname", "CN=Switchboard",
                "-ext", "san=" + String.join(",", names()), "-ext", "eku=serverAuth",
                "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass:file",
                keys.resolve("https.password").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes());
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new CannotStart("The certificate could not be made: " + said.strip());
    }
    Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-------"));
  }

  /** The names and addresses by which this machine can be reached on its networks. */
  private static List<String> names() throws IOException {
    List<String> names = new ArrayList<>(List.of("dns:localhost"));
    String host = InetAddress.getLocalHost().getHostName();
    if (host.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
      names.add("dns:" + host);
    }
    for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      for (InetAddress address : Collections.list(network.getInetAddresses())) {
        if (!address.isLinkLocalAddress()) {
          names.add("ip:" + address.getHostAddress().replaceAll("%.*", ""));
        }
      }
    }
    return names;
  }

  /** The user with which other programs read call events and failures (docs/events.md). */
  private void makeIntegrationUser() throws IOException {
    Path users = keys.resolve("integration-users.properties");
    if (!Files.exists(users)) {
      writeSecret(users, "integration=" + secret() + "\n");
    }
    Files.writeString(keys.resolve("integration-groups.properties"), "integration=integration\n");
  }

  private static String secret() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static void writeSecret(Path file, String text) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  /** What is in the way, in a sentence for the one who starts the server. */
  private static final class CannotStart extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CannotStart(String message) {
      super(message);
    }
  }
}
