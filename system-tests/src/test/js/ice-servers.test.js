import { IceServers } from '/resources/js/media/ice-servers.js';
import { equal } from './assert.js';

const told = (password, iceSeconds) => ({ iceServers: [{ urls: ['turn:a'], credential: password }], iceSeconds });
const password = (servers) => servers.list[0]?.credential;

export const tests = {
  async 'asks for nothing as long as the passwords are good'() {
    const servers = new IceServers(() => Promise.reject(new Error('asked')));
    servers.take(told('first', 3600));
    await servers.renew();
    equal(password(servers), 'first');
  },
  async 'asks for nothing where the server names no servers'() {
    let asked = 0;
    const servers = new IceServers(async () => asked++);
    servers.take({ iceServers: [] });
    await servers.renew();
    equal([asked, servers.list], [0, []]);
  },
  async 'has new passwords before the old ones run out'() {
    const servers = new IceServers(async () => told('second', 3600));
    servers.take(told('first', 20));
    await servers.renew();
    equal(password(servers), 'second');
  },
  async 'goes on with the old ones where there are no new ones to be had'() {
    const servers = new IceServers(() => Promise.reject(new Error('no connection')));
    servers.take(told('first', 20));
    await servers.renew();
    equal(password(servers), 'first');
  },
};
