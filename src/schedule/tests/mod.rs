//! Schedules against clocks, and due times against everything that moves them.

mod auto;
mod due;
mod hold;
mod plan;
