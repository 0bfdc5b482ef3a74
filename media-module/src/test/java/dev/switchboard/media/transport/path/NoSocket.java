package dev.switchboard.media.transport.path;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** Belongs to paths over which nothing is sent. */
public record NoSocket() implements Socket {
  /** The path of a peer at this address. */
  public static Path to(String address, int port) {
    return new Path(new NoSocket(), new InetSocketAddress(address, port));
  }

  @Override
  public ByteBuf buffer(int capacity) {
    throw new AssertionError("nothing is sent");
  }

  @Override
  public boolean isReliable() {
    return false;
  }

  @Override
  public boolean segmenting() {
    return false;
  }

  @Override
  public void write(ByteBuf data, int size, InetSocketAddress to) {
    throw new AssertionError("nothing is sent");
  }

  @Override
  public void flush() {}

  @Override
  public Object sender(InetSocketAddress source) {
    return source;
  }

  @Override
  public void release(InetSocketAddress peer) {}
}
