package dev.switchboard.system;

import java.io.IOException;
import java.nio.file.Path;

/** Debian's coturn, which knows our passwords by a secret that it shares with the server. */
final class TurnServer implements AutoCloseable {
  static final String SECRET = "shared by coturn and Switchboard";
  static final int PORT = 34_780;

  private final Process process;

  /** Listens on an address of this machine, and relays to that address alone. */
  TurnServer(String address) {
    try {
      process =
          new ProcessBuilder(
                  "turnserver",
                  "-n",
                  "--use-auth-secret",
                  "--static-auth-secret=" + SECRET,
                  "--realm=switchboard.test",
                  "--listening-ip=" + address,
                  "--relay-ip=" + address,
                  "--listening-port=" + PORT,
                  "--denied-peer-ip=0.0.0.0-255.255.255.255",
                  "--allowed-peer-ip=" + address,
                  "--no-cli",
                  "--no-tls",
                  "--no-dtls",
                  "--pidfile=" + Path.of("target/turnserver.pid").toAbsolutePath(),
                  "--db=" + Path.of("target/turnserver.db").toAbsolutePath(),
                  "--log-file=stdout")
              .redirectErrorStream(true)
              .redirectOutput(Path.of("target/turnserver.log").toFile())
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
