use crate::support::on_both;

#[test]
fn the_list_says_what_each_channel_asks_for_and_carries() {
    on_both(|desk| async move {
        let (lin, _) = desk.colleague("agent", "林夏").await;
        let listed = lin.get("/api/v1/channels").await.good();
        let all = listed.as_array().unwrap();
        assert!(all.len() >= 3, "{listed}");
        for one in all {
            let key = one["key"].as_str().unwrap();
            for field in ["name", "about"] {
                for language in ["zh", "en"] {
                    assert_ne!(one[field][language], "", "{key} has no {field} in {language}");
                }
            }
            assert!(one["color"].as_str().unwrap().starts_with('#'), "{key}");
            assert!(
                !one["form"].as_array().unwrap().is_empty(),
                "{key} asks for nothing"
            );
            assert!(one["limits"]["textMost"].as_u64().unwrap() > 0, "{key}");
            for field in one["form"].as_array().unwrap() {
                let kind = field["kind"]["type"].as_str().unwrap();
                let has = |name: &str| !field["kind"][name].is_null();
                assert_eq!(has("of"), kind == "choice", "{key}: {field}");
                assert_eq!(has("length"), kind == "made", "{key}: {field}");
                assert_eq!(has("least"), kind == "number", "{key}: {field}");
            }
        }
        let open = all.iter().find(|one| one["key"] == "open").unwrap();
        assert_eq!(open["hasConsole"], true);
        assert_eq!(open["way"], "webhook");
        assert_eq!(desk.nobody().get("/api/v1/channels").await.status, 401);
        desk.end().await;
    });
}
