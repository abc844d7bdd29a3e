// Preloaded into the spawned server: what goes to the metadata service of an ECS instance arrives at a fake one on
// loopback instead, and SIGUSR2 crashes the process where it stands.
const net = require('node:net');

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const [options] = Array.isArray(args[0]) ? args[0] : args;
  if (options?.host === '100.100.100.200') {
    Object.assign(options, { host: '127.0.0.1', port: Number(process.env.FAKE_METADATA_PORT), path: undefined });
  }
  return connect.apply(this, args);
};

process.on('SIGUSR2', () => {
  setImmediate(() => {
    throw new Error('crashed on purpose');
  });
});
