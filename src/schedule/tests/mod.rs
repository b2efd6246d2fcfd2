//! Schedules against clocks, and due times against everything that moves them.

mod due;
mod hold;
mod plan;
