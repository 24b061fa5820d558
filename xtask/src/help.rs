//! What `cargo xtask help` says.

pub(crate) const TEXT: &str = "\
Usage: cargo xtask COMMAND

  run [--devtools] [-- ARGS] build all in release and start the server (ARGS go to it; default
                             --listen 127.0.0.1:8080 --data ./data); --devtools builds the app with the panel over
                             its queries, and the server for development
  test [SUITE...]            every check, or the suites named; `test --list` names them with their budgets
  preflight [--no-tests] [STEP...] [-- ARGS]
                             what is looked at before a release: work-tree, changelog, dependencies, bundle, the
                             configuration that the environment and ARGS give the server, and all tests; or the steps
                             named alone
  rows [--json]              what Holdfast must do, row by row, with the stories of each and how they ended when they
                             were last run
  simulate [--release] --seed S --runs N
                             the seeded simulation of tabs, service worker and server; --planted tries every planted
                             bug, --sql runs the server's side over its real database
  chaos [--storm] --seed S --rounds N
                             the real browser and server, cut and crashed at random; --storm has two people, three tabs
  fixture NAME               what this build writes on a server and a device, for all builds after it to be tested with
  shots [FOLDER]             pictures of every screen, light and dark, wide and narrow (default tests/shots)
  bench query [--json] [--quick] [--only TEXT]
                             the query layer beside its peers, in the real browser
  bench ui [--json] [--quick] [--only TEXT] [--sizes LIST]
                             the list of tasks beside a React page, in the real browser
  bench recover [--records N]
                             how long a device takes to mend records or storage that went bad
  tidy                       what compilers do not check: layers, pure core, SQL and storage in their places
  build [--force] [--devtools]
                             the app and the service worker into dist/ (nothing to do if unchanged)
  setup [--tests]            install what building (or also testing) needs; every command does it by itself
  help                       this

Environment
  HOLDFAST_CACHE             where tools and compressed files are kept (default ~/.cache/holdfast)
  HOLDFAST_CHROMIUM, HOLDFAST_CHROMEDRIVER
                             the browser and its driver, if not the ones found by themselves
  HOLDFAST_API_SEED          what the suite `api` makes its requests from, to have the same ones again
  HOLDFAST_WASM_FALLBACK=1   build the wasm standard library from Debian's source instead of `rustup target add`
  CARGO_TARGET_DIR           as for cargo
";
