//! The figures at `/metrics`: for this machine's own Prometheus, and for nobody whose request a proxy passes on.

use reqwest::Method;

use crate::support::on_one;

#[test]
fn the_figures_are_for_this_machine_only() {
    on_one(|desk| async move {
        let nobody = desk.nobody();
        assert_eq!(nobody.get("/api/v1/me").await.status, 401);
        let shown = nobody.get("/metrics").await;
        assert_eq!(shown.status, 200);
        assert_eq!(shown.headers["content-type"], "text/plain; version=0.0.4");
        let text = shown.body.as_str().unwrap();
        let counted = r#"yingke_requests_total{method="GET",path="/api/v1/me",status="401"} 1"#;
        assert!(text.lines().any(|line| line == counted), "{text}");
        for gauge in ["yingke_store_waiting 0", "yingke_sockets{kind=\"agent\"} 0"] {
            assert!(text.lines().any(|line| line == gauge), "{gauge}: {text}");
        }
        for line in text
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
        {
            let (name, value) = line.rsplit_once(' ').unwrap();
            assert!(name.starts_with("yingke_"), "{line}");
            assert!(value.parse::<f64>().is_ok(), "{line}");
        }
        for passed_on in ["198.51.100.1", "127.0.0.1", "::1", "unknown", ""] {
            let headers = [("x-forwarded-for", passed_on)];
            let refused = nobody.call_with(Method::GET, "/metrics", None, &headers).await;
            assert_eq!(refused.refusal(), (404, "not_found"), "for {passed_on:?}");
        }
        // Not even the owner may read them from outside.
        let headers = [("x-forwarded-for", "198.51.100.1")];
        let refused = desk
            .owner
            .call_with(Method::GET, "/metrics", None, &headers)
            .await;
        assert_eq!(refused.refusal(), (404, "not_found"));
        desk.end().await;
    });
}
