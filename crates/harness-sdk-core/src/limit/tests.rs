use super::*;

async fn moments(limiter: &Limiter, count: usize) -> Vec<Duration> {
    let start = Instant::now();
    let passage = limiter.passage(None, None);
    let mut moments = Vec::new();
    for _ in 0..count {
        passage.take().await;
        moments.push(start.elapsed());
    }
    moments
}

#[tokio::test(start_paused = true)]
async fn no_minute_holds_more_than_the_quota() {
    let moments = moments(&Limiter::per_minute(1000), 3000).await;
    assert_eq!(moments.iter().filter(|at| at.is_zero()).count(), 100);
    for (index, from) in moments.iter().enumerate() {
        let within = moments[index..].iter().take_while(|at| **at - *from < Duration::from_secs(60)).count();
        assert!(within <= 1000, "{within} requests in the minute from {from:?}");
    }
    assert!(moments[2999] < Duration::from_secs(200), "the quota is used: {:?}", moments[2999]);
}

#[tokio::test(start_paused = true)]
async fn the_burst_returns_with_time_and_a_pause_holds_all() {
    let limiter = Limiter::per_minute(600);
    let passage = limiter.passage(None, None);
    for _ in 0..60 {
        assert!(passage.try_take().is_some());
    }
    assert!(passage.try_take().is_none());
    tokio::time::advance(Duration::from_secs(60)).await;
    let turn = passage.try_take().unwrap();
    let pause = passage.refused(&turn, Some(Duration::from_secs(7)), Duration::ZERO);
    assert_eq!(pause, Duration::from_secs(7));
    let start = Instant::now();
    limiter.clone().passage(None, None).take().await;
    assert!(start.elapsed() >= Duration::from_secs(7), "{:?}", start.elapsed());
}

#[tokio::test(start_paused = true)]
async fn the_rate_is_halved_once_a_burst_and_comes_back_step_by_step() {
    let limiter = Limiter::per_minute(60);
    let passage = limiter.passage(None, None);
    let turns: Vec<Turn> = std::iter::from_fn(|| passage.try_take()).collect();
    assert_eq!(turns.len(), 6);
    for turn in &turns {
        passage.refused(turn, None, Duration::ZERO);
    }
    let times = moments(&limiter, 200).await;
    assert_eq!(times[0].as_secs(), 60, "a whole window, and not one for each refusal");
    let interval = 60.0 / 54.0;
    let gap = |index: usize| (times[index] - times[index - 1]).as_secs_f64() / interval;
    assert!((gap(1) - 2.0).abs() < 0.01, "half the rate: {}", gap(1));
    let gaps: Vec<f64> = (1..200).map(gap).collect();
    assert!(gaps.windows(2).all(|pair| pair[1] <= pair[0] + 0.01), "never slower again: {gaps:?}");
    assert!(gaps.iter().any(|gap| *gap > 1.2 && *gap < 1.8), "by steps: {gaps:?}");
    assert!((gap(199) - 1.0).abs() < 0.01, "whole again: {}", gap(199));
}

#[tokio::test(start_paused = true)]
async fn a_turn_that_was_not_used_is_given_back_and_no_more() {
    let limiter = Limiter::per_minute(60);
    let passage = limiter.passage(None, None);
    let first = passage.try_take().unwrap();
    passage.give_back(first);
    assert_eq!(std::iter::from_fn(|| passage.try_take()).count(), 6, "as if it had never been taken");
    tokio::time::advance(Duration::from_secs(60)).await;
    let old = passage.try_take().unwrap();
    tokio::time::advance(Duration::from_secs(60)).await;
    let rest = std::iter::from_fn(|| passage.try_take()).count();
    passage.give_back(old);
    assert!(passage.try_take().is_none(), "{rest} since: what has come back with time does not come back twice");
}

#[tokio::test(start_paused = true)]
async fn special_limits_count_apart_and_nothing_is_taken_in_vain() {
    static INVITATIONS: RequestLimit = RequestLimit { name: "invitations", requests: 2, seconds: 60 };
    let limiter = Limiter::per_minute(600);
    let invitation = limiter.passage(Some(&INVITATIONS), None);
    invitation.take().await;
    let start = Instant::now();
    for _ in 0..40 {
        let waiting = invitation.take();
        assert!(tokio::time::timeout(Duration::from_millis(1), waiting).await.is_err());
    }
    let free = std::iter::from_fn(|| limiter.passage(None, None).try_take()).count();
    assert!(free >= 59, "waiting for another limit took no turn: {free}");
    assert_eq!(invitation.outlook().1, Reason::Operation);
    limiter.clone().passage(Some(&INVITATIONS), None).take().await;
    assert!(start.elapsed() >= Duration::from_secs(29), "clones share it: {:?}", start.elapsed());
    assert!(limiter.without_special_limits().passage(Some(&INVITATIONS), None).own.is_none());
}

#[tokio::test(start_paused = true)]
async fn one_large_text_in_ten_seconds() {
    let limiter = Limiter::per_minute(6000);
    let (large, small) = ("é".repeat(500_001), "é".repeat(500_000));
    assert!(!limiter.passage(None, Some(small.as_bytes())).large, "characters, not bytes");
    assert!(!limiter.passage(None, Some(&[0xFF; 600_000])).large, "what is no text has no characters");
    let start = Instant::now();
    for _ in 0..2 {
        limiter.passage(None, Some(large.as_bytes())).take().await;
    }
    assert_eq!(start.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn times_without_end_are_no_fault() {
    for (requests, window) in [(1, Duration::MAX), (u32::MAX, Duration::MAX), (u32::MAX, Duration::ZERO)] {
        let limiter = Limiter::new(requests, window);
        let passage = limiter.passage(None, None);
        let turn = passage.try_take().unwrap();
        passage.refused(&turn, Some(Duration::MAX), Duration::MAX);
        passage.refused(&turn, None, Duration::MAX);
        assert!(passage.outlook().0 > Instant::now() + Duration::from_secs(86_400));
    }
}
