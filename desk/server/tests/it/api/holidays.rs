use serde_json::json;

use crate::support::on_one;

#[test]
fn a_calendars_file_is_read_and_kept_nowhere() {
    on_one(|desk| async move {
        let (lin, _) = desk.colleague("agent", "林夏").await;
        let file = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:国庆节 休\r\nDTSTART;VALUE=DATE:20991001\r\n\
            DTEND;VALUE=DATE:20991003\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:国庆节 班\r\n\
            DTSTART;VALUE=DATE:20991010\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:坏的 休\r\nEND:VEVENT\r\n\
            BEGIN:VEVENT\r\nSUMMARY:元旦 休\r\nDTSTART;VALUE=DATE:20200101\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let found = lin
            .post("/api/v1/holidays/read", json!({ "text": file, "weekday": 4 }))
            .await
            .good();
        let day = |name: &str| json!({ "kind": "closed", "name": name });
        assert_eq!(
            found,
            json!({
                "days": {
                    "2099-10-01": day("国庆节"), "2099-10-02": day("国庆节"),
                    "2099-10-10": { "kind": "like", "name": "国庆节", "weekday": 4 },
                },
                "problems": [{ "event": "坏的 休", "problem": "noDate" }],
                "over": 1, "unmarked": 0,
            })
        );
        let nothing = lin
            .post("/api/v1/holidays/read", json!({ "text": "你好" }))
            .await
            .good();
        assert_eq!(
            nothing["problems"],
            json!([{ "event": "", "problem": "noCalendar" }])
        );
        let refused = lin
            .post("/api/v1/holidays/read", json!({ "text": "", "weekday": 7 }))
            .await;
        assert_eq!(
            (refused.refusal(), refused.body["field"].as_str()),
            ((422, "field_wrong"), Some("weekday"))
        );
        desk.end().await;
    });
}
