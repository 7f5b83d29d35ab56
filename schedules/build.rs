//! Tells the room that it is built for schedules.

fn main() {
    println!("cargo::rustc-check-cfg=cfg(schedules)");
    println!("cargo::rustc-cfg=schedules");
}
