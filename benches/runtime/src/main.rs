//! `bench-runtime ...`, see the library; allocations are not counted, so that counting costs nothing.

fn main() -> Result<(), String> {
    bench_runtime::run(None)
}
