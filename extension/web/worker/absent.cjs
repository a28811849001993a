// What needs a machine: processes, sockets, a database. It is named in code that is not reached in a browser; where it is reached all the same, that is said.
module.exports = new Proxy(
  {},
  {
    get: (_, name) =>
      name === '__esModule'
        ? undefined
        : function absent() {
            throw new Error(`there is no ${String(name)} in a browser`);
          },
  },
);
