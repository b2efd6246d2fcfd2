//! Redirects: followed with care. And where we may not go at all.

use crate::outlet::{Keeps, Outlet, Piece};
use crate::world::{World, quoted};

fn outlet() -> Outlet {
    let outlet = Outlet::start();
    outlet.publishes("/rss", Piece::new("one"));
    outlet
}

fn outcome(world: &World) -> String {
    world.one("select outcome from polls order by id desc limit 1")
}

#[test]
fn every_kind_is_followed() {
    for code in [301, 302, 303, 307, 308] {
        let outlet = outlet();
        outlet.redirects("/old", code, "/rss");
        let world = World::with(&outlet, &["/old"]);
        world.run(&["poll"]).ok();
        assert_eq!(world.count("select count(*) from articles"), 1, "{code}");
        assert_eq!(world.one("select http_status from polls"), "200", "{code}");
        // The second poll asks the target conditionally, however it finds it.
        outlet.forget_requests();
        world.run(&["poll"]).ok();
        assert_eq!(outcome(&world), "not-modified", "{code}");
        assert!(outlet.requests("/rss")[0].is_conditional(), "{code}");
    }
}

/// Two editions may give the same tag and mean something else by it (RFC 9110 §13.1.2).
#[test]
fn validators_are_for_the_address_they_came_from() {
    for keeps in [
        Keeps::Fixed { etag: Some(b"\"1\"".to_vec()), last_modified: None },
        Keeps::Fixed { etag: None, last_modified: Some(b"Tue, 24 Nov 2026 10:00:00 GMT".to_vec()) },
    ] {
        let outlet = Outlet::start();
        outlet.publishes("/north", Piece::new("one"));
        outlet.publishes("/south", Piece::new("two"));
        for path in ["/north", "/south"] {
            outlet.keeps(path, keeps.clone());
        }
        outlet.redirects("/edition", 302, "/north");
        let world = World::with(&outlet, &["/edition"]);
        world.run(&["poll"]).ok();
        outlet.redirects("/edition", 302, "/south");
        world.run(&["poll"]).ok();
        assert!(!outlet.requests("/south")[0].is_conditional());
        assert_eq!(world.count("select count(*) from articles"), 2);
        world.run(&["poll"]).ok();
        assert!(outlet.requests("/south")[1].is_conditional());
        assert_eq!(outcome(&world), "not-modified");
        // The address that redirects has given none.
        assert!(outlet.requests("/edition").iter().all(|request| !request.is_conditional()));
        assert_eq!(world.rows("select conditional from polls order by id"), ["0", "0", "1"]);
        // And its own, once it answers itself, are its own.
        outlet.publishes("/edition", Piece::new("three"));
        outlet.keeps("/edition", keeps.clone());
        outlet.comes_back("/edition");
        world.run(&["poll"]).ok();
        world.run(&["poll"]).ok();
        let asked: Vec<bool> = outlet.requests("/edition").iter().map(|r| r.is_conditional()).collect();
        assert_eq!(asked, [false, false, false, false, true]);
        assert_eq!(world.count("select count(*) from articles"), 3);
    }
}

#[test]
fn ten_are_followed_and_eleven_are_not() {
    let outlet = outlet();
    for hop in 0..11 {
        let to = if hop == 0 { "/rss".to_owned() } else { format!("/hop/{}", hop - 1) };
        outlet.redirects(&format!("/hop/{hop}"), 302, &to);
    }
    // From /hop/9 it takes ten redirects to /rss, from /hop/10 eleven.
    let world = World::with(&outlet, &["/hop/9", "/hop/10"]);
    world.run(&["poll", "hop-9"]).ok();
    assert_eq!(world.count("select count(*) from articles"), 1);
    world.run(&["poll", "hop-10"]).exits(3);
    assert_eq!(outcome(&world), "redirect-loop");
}

#[test]
fn a_loop_ends() {
    let outlet = outlet();
    outlet.redirects("/loop/a", 301, "/loop/b");
    outlet.redirects("/loop/b", 302, "/loop/a");
    outlet.redirects("/loop/self", 307, "/loop/self");
    for path in ["/loop/a", "/loop/self"] {
        let world = World::with(&outlet, &[path]);
        world.run(&["poll"]).exits(3);
        assert_eq!(outcome(&world), "redirect-loop", "{path}");
        assert!(outlet.forget_requests() <= 2, "{path}: a second round brings nothing new");
    }
}

#[test]
fn only_http_and_https_are_followed() {
    let outlet = outlet();
    for (to, word) in [
        ("file:///etc/passwd", "bad-scheme"),
        ("ftp://courier.example/rss", "bad-scheme"),
        ("gopher://127.0.0.1:70/", "bad-scheme"),
        ("javascript:alert(1)", "bad-scheme"),
        ("data:text/xml,<rss/>", "bad-scheme"),
        ("http://", "bad-redirect"),
        ("http://[::1", "bad-redirect"),
    ] {
        outlet.redirects("/old", 302, to);
        let world = World::with(&outlet, &["/old"]);
        let output = world.run(&["poll"]).exits(3);
        assert_eq!(outcome(&world), word, "{to}: {}", output.told());
    }
}

#[test]
fn private_addresses_need_leave() {
    let outlet = outlet();
    let mut world = World::with(&outlet, &["/rss"]);
    world.config(|c| {
        c.unset("http", "allow_networks");
    });
    let output = world.run(&["poll"]).exits(3).says("allow_networks");
    assert_eq!(outcome(&world), "private-address", "{}", output.told());
    assert!(outlet.all_requests().is_empty());
}

#[test]
fn a_redirect_to_a_private_address_needs_leave_too() {
    let (public, private) = (outlet(), Outlet::start_on("127.0.0.2"));
    private.publishes("/rss", Piece::new("secret"));
    let mut world = World::with(&public, &["/old"]);
    world.config(|c| {
        c.set("http", "allow_networks", "[\"127.0.0.1/32\"]");
    });
    let port = private.url("").rsplit(':').next().unwrap().to_owned();
    for to in [
        private.url("/rss"),
        format!("http://2130706434:{port}/rss"),
        format!("http://0x7f.2:{port}/rss"),
        format!("http://[::ffff:127.0.0.2]:{port}/rss"),
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://[::1]/".to_owned(),
        "http://10.0.0.1/".to_owned(),
    ] {
        public.redirects("/old", 302, &to);
        let output = world.run(&["poll"]).exits(3);
        assert_eq!(outcome(&world), "private-address", "{to}: {}", output.told());
    }
    assert!(private.all_requests().is_empty());
}

#[test]
fn a_redirect_to_a_private_address_is_refused_at_any_hop() {
    let (public, private) = (outlet(), Outlet::start_on("127.0.0.2"));
    private.publishes("/rss", Piece::new("secret"));
    let mut world = World::with(&public, &["/hop/3"]);
    world.config(|c| {
        c.set("http", "allow_networks", "[\"127.0.0.1/32\"]");
    });
    for hop in 1..=3 {
        public.redirects(&format!("/hop/{hop}"), 302, &format!("/hop/{}", hop - 1));
    }
    public.redirects("/hop/0", 302, &private.url("/rss"));
    world.run(&["poll"]).exits(3);
    assert_eq!(outcome(&world), "private-address");
    assert!(private.all_requests().is_empty());
}

#[test]
fn a_name_that_leads_to_a_private_address_is_refused() {
    let outlet = outlet();
    let mut world = World::new();
    world.config(|c| {
        c.unset("http", "allow_networks").outlet("Courier", |o| {
            o.feed("named", &outlet.url("/rss").replace("127.0.0.1", "localhost"));
        });
    });
    world.run(&["poll"]).exits(3).says("localhost").says("allow_networks");
    assert_eq!(outcome(&world), "private-address");
    assert!(outlet.all_requests().is_empty());
}

#[test]
fn secrets_do_not_travel_to_another_host() {
    let (here, there) = (outlet(), Outlet::start_on("127.0.0.2"));
    there.publishes("/rss", Piece::new("one"));
    here.redirects("/old", 302, &there.url("/rss"));
    let mut world = World::new();
    world.write("token", "Bearer s3cret-of-the-coast\n");
    world.config(|c| {
        c.outlet("Courier", |o| {
            let headers = "{ Authorization = { file = \"token\" } }";
            o.feed_with("coast", &here.url("/old"), &[("headers", headers)]);
        });
    });
    world.run(&["poll"]).ok().never_says("s3cret");
    assert_eq!(here.requests("/old")[0].text("authorization"), Some("Bearer s3cret-of-the-coast"));
    assert_eq!(there.requests("/rss")[0].text("authorization"), None);
}

#[test]
fn a_proxy_in_the_environment_is_not_asked() {
    let outlet = outlet();
    let proxy = Outlet::start();
    let world = World::with(&outlet, &["/rss"]);
    let mut command = world.command(&["poll"]);
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"] {
        command.env(name, proxy.url("/"));
    }
    crate::world::Output::of(command).ok();
    assert!(proxy.all_requests().is_empty());
}

#[test]
fn a_feed_without_a_name_gets_one_from_its_address() {
    let outlet = outlet();
    let mut world = World::new();
    world.config(|c| {
        c.raw(&format!(
            "[[outlet]]\nname = \"Courier\"\n[[outlet.feed]]\nurl = {}\n",
            quoted(&outlet.url("/rss"))
        ));
    });
    world.run(&["poll"]).ok();
    let name = world.one("select name from feeds");
    assert!(!name.is_empty() && !name.contains("://"), "{name}");
    world.run(&["poll", &name]).ok();
    assert_eq!(outlet.requests("/rss").len(), 2);
}
