package dev.switchboard.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * The line between a browser and the server's web port, or between the server and its storage. It
 * can be cut: open connections break, new ones are refused, until it is mended; and answers can be
 * had to take long. Media does not go through it.
 */
final class TcpRelay implements AutoCloseable {
  private final ServerSocket listener;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile long delayNanos;

  TcpRelay(URI server) {
    try {
      target = server.getPort();
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    daemon(this::accept);
  }

  /** The server's home page as seen through the relay. */
  URI home() {
    return URI.create("http://localhost:" + listener.getLocalPort() + "/");
  }

  void cut() {
    cut = true;
    open.forEach(TcpRelay::closeQuietly);
    open.clear();
  }

  void mend() {
    cut = false;
  }

  /** From now on what the server sends is passed on so much later, in its order. */
  void delayAnswers(Duration delay) {
    delayNanos = delay.toNanos();
  }

  @Override
  public void close() {
    cut();
    try {
      listener.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        if (cut) {
          near.close();
          continue;
        }
        connect(near);
      } catch (IOException e) {
        // A connection that failed, or the relay is closed: the loop's condition tells.
        continue;
      }
    }
  }

  private void connect(Socket near) throws IOException {
    Socket far = new Socket();
    try {
      far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 2_000);
    } catch (IOException e) {
      near.close();
      throw e;
    }
    open.add(near);
    open.add(far);
    daemon(() -> copy(near, far));
    daemon(() -> copyLater(far, near));
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[16_384];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // Cut, or one end has gone.
    }
    end(from, to);
  }

  /**
   * What the server has sent.
   *
   * @param due on {@link System#nanoTime}, when it is passed on
   * @param bytes none at the end
   */
  private record Answer(long due, byte[] bytes) {}

  private void copyLater(Socket from, Socket to) {
    BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    daemon(() -> passOn(answers, from, to));
    byte[] buffer = new byte[16_384];
    try (InputStream in = from.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        answers.add(new Answer(System.nanoTime() + delayNanos, Arrays.copyOf(buffer, n)));
      }
    } catch (IOException e) {
      // Cut, or one end has gone.
    }
    answers.add(new Answer(System.nanoTime() + delayNanos, new byte[0]));
  }

  private void passOn(BlockingQueue<Answer> answers, Socket from, Socket to) {
    try (OutputStream out = to.getOutputStream()) {
      for (Answer next = answers.take(); next.bytes().length > 0; next = answers.take()) {
        for (long left = next.due() - System.nanoTime();
            left > 0;
            left = next.due() - System.nanoTime()) {
          LockSupport.parkNanos(left);
        }
        out.write(next.bytes());
        out.flush();
      }
    } catch (IOException e) {
      // Cut, or one end has gone.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    end(from, to);
  }

  private void end(Socket from, Socket to) {
    open.remove(from);
    open.remove(to);
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
}
