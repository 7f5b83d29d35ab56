//! Where integrations are kept.

use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use futures::future::join_all;
use secrecy::ExposeSecret;
use signgraph::callers::{
    FileStore, IntegrationStore, MemoryStore, RedisStore, Registry, RegistryError, Role,
};
use tempfile::TempDir;

use super::stage::draft;
use crate::support::RedisServer;

#[tokio::test]
async fn many_who_change_it_at_once_lose_nothing() {
    let folder = TempDir::new().unwrap();
    let file =
        || Arc::new(FileStore::new(folder.path().join("integrations.json"))) as Arc<dyn IntegrationStore>;
    let memory: Arc<dyn IntegrationStore> = Arc::new(MemoryStore::default());
    let server = RedisServer::start();
    let redis = || Arc::new(RedisStore::new(&server.url().into()).unwrap()) as Arc<dyn IntegrationStore>;
    let stores =
        [vec![Arc::clone(&memory), memory], vec![file(), file(), file()], vec![redis(), redis(), redis()]];
    for stores in stores {
        let registries: Vec<Registry> = stores.into_iter().map(Registry::new).collect();
        let made = join_all((0..24).map(|index| {
            let registry = registries[index % registries.len()].clone();
            async move {
                let (integration, _) = registry.create(&draft(Role::Viewer, "default")).await.unwrap();
                match index % 3 {
                    0 => registry.delete(&integration.id).await.map(|_| None).unwrap(),
                    1 => registry.set_active(&integration.id, true).await.map(Some).unwrap(),
                    _ => Some(integration),
                }
            }
        }))
        .await;
        let mut expected: Vec<_> = made.into_iter().flatten().collect();
        let fresh = Registry::new(Arc::new(MemoryStore::default()));
        assert!(fresh.current().await.unwrap().integrations.is_empty());
        tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
        for registry in &registries {
            let mut found = registry.current().await.unwrap().integrations.clone();
            found.sort_by_key(|integration| integration.id.clone());
            expected.sort_by_key(|integration| integration.id.clone());
            assert_eq!(found, expected);
            assert_eq!(registry.current().await.unwrap().revision, 24 + 16);
        }
    }
}

#[tokio::test]
async fn it_is_its_owners_alone_and_holds_no_key() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("integrations.json");
    let registry = || Registry::new(Arc::new(FileStore::new(&path)));
    let (integration, key) = registry().create(&draft(Role::Owner, "default")).await.unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let secret = key.text().expose_secret().rsplit('_').next().unwrap().to_owned();
    assert!(text.contains("CRM Production") && !text.contains(&secret), "{text}");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(registry().current().await.unwrap().integrations, [integration]);

    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    let refusal = registry().current().await.unwrap_err().to_string();
    assert!(refusal.contains("is open to other users") && refusal.contains("chmod 600"), "{refusal}");
}

#[tokio::test]
async fn what_is_not_ours_is_left_alone() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("integrations.json");
    for text in ["", "{", "[]", r#"{"format":2,"revision":1,"integrations":[]}"#, "{\"revision\":1}"] {
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        let registry = Registry::new(Arc::new(FileStore::new(&path)));
        let refusal = registry.create(&draft(Role::Viewer, "default")).await.unwrap_err();
        assert!(matches!(refusal, RegistryError::Store(_)), "{text} {refusal}");
        assert!(refusal.to_string().contains("does not hold integrations"), "{text} {refusal}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
}

#[tokio::test]
async fn a_redis_that_is_away_lets_nobody_in_and_says_so() {
    let url = RedisServer::start().url();
    let registry = Registry::new(Arc::new(RedisStore::new(&url.clone().into()).unwrap()));
    let refusal = registry.create(&draft(Role::Viewer, "default")).await.unwrap_err().to_string();
    assert!(refusal.starts_with("the store of integrations failed: Redis at 127.0.0.1:"), "{refusal}");
    assert!(!refusal.contains("canary-password"), "{refusal}");
    let wrong = RedisStore::new(&"http://canary-password@a".to_owned().into()).unwrap_err().to_string();
    assert!(wrong.contains("redis://:password@host") && !wrong.contains("canary"), "{wrong}");
}
