-- How often each company is named, month by month, kept by triggers: a company's card asks for it, and counting
-- tens of thousands of mentions anew takes longer than all the rest of it. The day is in the item's id (storage/ids.py).
CREATE TABLE company_month (
    company INTEGER NOT NULL REFERENCES company (id),
    month   TEXT NOT NULL,                  -- YYYY-MM
    items   INTEGER NOT NULL,
    PRIMARY KEY (company, month)
) WITHOUT ROWID;

CREATE TRIGGER mention_came AFTER INSERT ON mention BEGIN
    INSERT INTO company_month (company, month, items)
    VALUES (new.company, strftime('%Y-%m', 1721424.5 + (new.item >> 30)), 1)
    ON CONFLICT (company, month) DO UPDATE SET items = items + 1;
END;

CREATE TRIGGER mention_went AFTER DELETE ON mention BEGIN
    UPDATE company_month SET items = items - 1
    WHERE company = old.company AND month = strftime('%Y-%m', 1721424.5 + (old.item >> 30));
END;

INSERT INTO company_month (company, month, items)
SELECT company, strftime('%Y-%m', 1721424.5 + (item >> 30)), count(*) FROM mention GROUP BY 1, 2;
