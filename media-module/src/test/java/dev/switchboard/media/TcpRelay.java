package dev.switchboard.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The line between a terminal and a server's TCP port, which can break and can stand still. */
public final class TcpRelay implements AutoCloseable {
  private static final int SMALL_BUFFER = 64 << 10;

  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Object flow = new Object();
  private boolean stalled;

  public TcpRelay(int serverPort) throws IOException {
    target = serverPort;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** All connections end; new ones are taken. */
  public void breakConnections() {
    open.forEach(TcpRelay::closeQuietly);
    open.clear();
  }

  /** Passes nothing of the server on, or does so again. */
  public void stall(boolean still) {
    synchronized (flow) {
      stalled = still;
      flow.notifyAll();
    }
  }

  private void awaitFlow() throws InterruptedException {
    synchronized (flow) {
      while (stalled) {
        flow.wait();
      }
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        Socket far = new Socket();
        far.setReceiveBufferSize(SMALL_BUFFER);
        far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 2_000);
        open.add(near);
        open.add(far);
        daemon(() -> copy(near, far, false));
        daemon(() -> copy(far, near, true));
      } catch (IOException e) {
        // A connection that failed, or the relay is closed: the loop's condition tells.
        continue;
      }
    }
  }

  private void copy(Socket from, Socket to, boolean ofServer) {
    byte[] buffer = new byte[16_384];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (ofServer) {
          awaitFlow();
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException | InterruptedException e) {
      // Broken, or one end has gone.
    }
    closeQuietly(from);
    closeQuietly(to);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "tcp-relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    breakConnections();
    stall(false);
  }
}
